{{ unioned('org_units', ['oneroster']) }}
