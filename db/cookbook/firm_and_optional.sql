-- How much of each amount obliges, how much is an option, and how much hangs on a condition?
-- In the currency of the deal; NULL where no document says.
SELECT supplier, buyer, deal_type, status, binding, currency, value_low, value_high,
       firm_amount, optional_amount, contingent_amount, deal_id
FROM live_deals
WHERE firm_amount IS NOT NULL OR optional_amount IS NOT NULL OR contingent_amount IS NOT NULL
ORDER BY headline_usd DESC NULLS LAST, deal_id;
