{{ unioned('org_units', ['bamboohr', 'canvas', 'files', 'moodle', 'oneroster', 'salesforce', 'talentlms']) }}
