-- How much of what is claimed rests on what kind of evidence?
-- Strongest last; expected dollars weigh each amount with the probability that it comes true.
SELECT confirmation, count(*) AS legs, count(headline_usd) AS legs_with_amount,
       sum(headline_usd) AS headline_usd, sum(expected_usd) AS expected_usd,
       round(avg(p_execution), 2) AS mean_p_execution
FROM live_deals
WHERE status NOT IN ('terminated', 'denied')
GROUP BY confirmation
ORDER BY list_position(['social', 'other_report', 'one_outlet', 'one_party', 'both_parties', 'filed'],
                       confirmation);
