{{ config(schema='pii') }}

{{ unioned('enrollment_versions', ['canvas', 'files', 'lti', 'moodle', 'oneroster', 'oulad', 'talentlms']) }}
