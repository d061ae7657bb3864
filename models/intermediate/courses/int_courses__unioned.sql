{{ unioned('courses', ['oneroster']) }}
