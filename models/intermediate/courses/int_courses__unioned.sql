{{ unioned('courses', [
    'caliper', 'canvas', 'cmi5', 'files', 'lti', 'moodle', 'oneroster', 'oulad', 'scorm', 'talentlms',
]) }}
