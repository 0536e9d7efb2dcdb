-- How long after the first report did a party, or a filing, confirm the deal?
-- Minutes between the first publication and the first claim by a party; only where both
-- documents state a time of day, and only where the report came first.
WITH said AS (
    SELECT d.deal_id, d.supplier, d.buyer, c.confirmation, o.public_at, o.outlet,
           c.confirmation IN ('one_party', 'both_parties', 'filed') AS is_party
    FROM live_deals AS d, unnest(d.claim_ids) AS u(claim_id)
    JOIN deal_claims AS c ON c.claim_id = u.claim_id
    JOIN documents AS o ON o.document_id = c.document_id
    WHERE o.published_precision IN ('second', 'minute')
)
SELECT supplier, buyer,
       arg_min(outlet, public_at) FILTER (WHERE NOT is_party) AS first_report,
       arg_min(confirmation, public_at) FILTER (WHERE is_party) AS confirmed_by,
       date_diff('minute', min(public_at) FILTER (WHERE NOT is_party),
                 min(public_at) FILTER (WHERE is_party)) AS minutes,
       deal_id
FROM said
GROUP BY deal_id, supplier, buyer
HAVING min(public_at) FILTER (WHERE is_party) >= min(public_at) FILTER (WHERE NOT is_party)
ORDER BY minutes, deal_id;
