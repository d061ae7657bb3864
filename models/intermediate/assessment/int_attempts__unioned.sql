{{ config(schema='pii') }}

{{ unioned('attempts', ['caliper', 'canvas', 'moodle', 'scorm', 'talentlms']) }}
