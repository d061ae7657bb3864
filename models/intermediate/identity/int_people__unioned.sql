{{ config(schema='pii') }}

{{ unioned('people', [
    'bamboohr', 'canvas', 'lti', 'moodle', 'oneroster', 'salesforce', 'scorm', 'talentlms', 'teams', 'zoom',
]) }}
