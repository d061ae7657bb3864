{{ config(schema='pii') }}

{{ unioned('grades', ['caliper', 'canvas', 'files', 'lti', 'moodle', 'oneroster', 'oulad', 'talentlms']) }}
