{{ config(schema='pii') }}

{{ unioned('enrollment_versions', ['oneroster']) }}
