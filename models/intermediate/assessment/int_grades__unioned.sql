{{ config(schema='pii') }}

{{ unioned('grades', ['oneroster']) }}
