{{ config(schema='pii') }}

{{ unioned('completions', ['canvas', 'moodle', 'talentlms']) }}
