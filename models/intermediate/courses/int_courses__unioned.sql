{{ unioned('courses', ['canvas', 'lti', 'moodle', 'oneroster', 'scorm', 'talentlms']) }}
