{{ config(schema='pii') }}

{{ unioned('daily_clicks', ['oulad']) }}
