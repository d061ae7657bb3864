{{ unioned('courses', ['caliper', 'canvas', 'cmi5', 'lti', 'moodle', 'oneroster', 'scorm', 'talentlms']) }}
