{{ config(schema='pii') }}

{{ unioned('grades', ['canvas', 'lti', 'moodle', 'oneroster', 'talentlms']) }}
