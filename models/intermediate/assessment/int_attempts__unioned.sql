{{ config(schema='pii') }}

{{ unioned('attempts', ['canvas', 'moodle', 'scorm', 'talentlms']) }}
