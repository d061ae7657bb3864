{{ unioned('org_units', ['bamboohr', 'canvas', 'moodle', 'oneroster', 'salesforce', 'talentlms']) }}
