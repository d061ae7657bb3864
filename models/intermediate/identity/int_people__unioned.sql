{{ config(schema='pii') }}

{{ unioned('people', [
    'bamboohr', 'caliper', 'canvas', 'files', 'lti', 'moodle', 'oneroster', 'oulad', 'salesforce',
    'scorm', 'talentlms', 'teams', 'zoom',
]) }}
