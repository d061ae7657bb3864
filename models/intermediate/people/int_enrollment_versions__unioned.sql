{{ config(schema='pii') }}

{{ unioned('enrollment_versions', ['canvas', 'lti', 'moodle', 'oneroster', 'talentlms']) }}
