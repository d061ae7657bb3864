{{ unioned('activities', ['oneroster']) }}
