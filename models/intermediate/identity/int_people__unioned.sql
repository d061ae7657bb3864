{{ config(schema='pii') }}

{{ unioned('people', ['oneroster']) }}
