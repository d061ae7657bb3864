{{ config(schema='pii') }}

{{ unioned('completions', ['canvas', 'files', 'moodle', 'talentlms']) }}
