{{ unioned('activities', ['canvas', 'lti', 'moodle', 'oneroster', 'scorm', 'talentlms']) }}
