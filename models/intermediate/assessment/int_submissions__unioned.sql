{{ config(schema='pii') }}

{{ unioned('submissions', ['canvas', 'files', 'moodle', 'oulad']) }}
