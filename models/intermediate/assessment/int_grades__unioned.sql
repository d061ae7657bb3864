{{ config(schema='pii') }}

{{ unioned('grades', ['caliper', 'canvas', 'lti', 'moodle', 'oneroster', 'talentlms']) }}
