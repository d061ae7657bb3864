{{ config(schema='pii') }}

{{ landed_records('xapi', 'statements') }}
