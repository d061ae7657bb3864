{{ unioned('activities', [
    'caliper', 'canvas', 'cmi5', 'lti', 'moodle', 'oneroster', 'oulad', 'scorm', 'talentlms',
]) }}
