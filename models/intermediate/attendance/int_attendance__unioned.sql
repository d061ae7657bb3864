{{ config(schema='pii') }}

{{ unioned('attendance', ['files', 'teams', 'zoom']) }}
