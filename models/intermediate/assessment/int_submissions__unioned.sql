{{ config(schema='pii') }}

{{ unioned('submissions', ['canvas', 'moodle']) }}
