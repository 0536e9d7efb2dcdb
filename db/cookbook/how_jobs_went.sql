-- How long does each job take, how often did it fail, and when did it last run?
SELECT job, count(*) AS runs, count(*) FILTER (WHERE outcome = 'failed') AS failed,
       round(median(date_diff('millisecond', started_at, ended_at)) / 1000, 2) AS median_seconds,
       round(max(date_diff('millisecond', started_at, ended_at)) / 1000, 2) AS longest_seconds,
       sum(new_records) AS new_records, max(ended_at) AS last_ended_at
FROM job_runs
GROUP BY job
ORDER BY job;
