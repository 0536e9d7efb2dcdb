-- Which signed deals have no filing behind them 30 days after they became public?
SELECT supplier, buyer, deal_type, status, headline_usd, confirmation, first_public_on,
       date_diff('day', first_public_on, CAST(m.published_at AS DATE)) AS days_public, deal_id
FROM live_deals, meta AS m
WHERE status IN ('announced', 'signed', 'amended')
  AND confirmation <> 'filed'
  AND first_public_on <= CAST(m.published_at AS DATE) - 30
ORDER BY headline_usd DESC NULLS LAST, first_public_on, deal_id;
