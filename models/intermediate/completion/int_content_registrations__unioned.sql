{{ config(schema='pii') }}

{{ unioned('content_registrations', ['moodle', 'scorm']) }}
