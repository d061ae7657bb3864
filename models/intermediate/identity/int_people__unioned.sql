{{ config(schema='pii') }}

{{ unioned('people', [
    'bamboohr', 'caliper', 'canvas', 'lti', 'moodle', 'oneroster', 'salesforce', 'scorm', 'talentlms', 'teams', 'zoom',
]) }}
