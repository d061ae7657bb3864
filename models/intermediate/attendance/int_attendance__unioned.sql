{{ config(schema='pii') }}

{{ unioned('attendance', ['teams', 'zoom']) }}
