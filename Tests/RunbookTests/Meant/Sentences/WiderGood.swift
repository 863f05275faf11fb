/// Sentences that ask for `touch b`, however many negations they hold, written down before the program ever read them.
enum WiderGood {
    static let all = checks + orders + conditions

    static let checks = [
        "Do not proceed until this returns OK: `touch b`", "Do not proceed until `touch b` succeeds",
        "Do not continue until `touch b` prints 0", "Do not go on unless `touch b` returns OK", "Don't move on before `touch b` is clean",
        "Make sure `touch b` prints 0", "Make sure that `touch b` prints 0", "Ensure `touch b` returns nothing",
        "Verify that `touch b` returns 200", "Check that `touch b` succeeds", "Confirm that `touch b` shows no errors",
        "`touch b` should print 0", "`touch b` should return within a second", "`touch b` must succeed",
        "`touch b` must not print anything",
        "`touch b` should not return any rows", "Run `touch b`. Expect no output.", "Expect `touch b` to print 0",
        "The output of `touch b` should be empty", "Look at the output of `touch b`", "Check the output of `touch b`",
        "Compare the output of `touch b` with the dashboard", "Note the PID from `touch b`", "Copy the ID that `touch b` prints",
        "Use the ID from `touch b`", "See what `touch b` says", "See whether `touch b` succeeds", "Test whether `touch b` works",
        "Wait until `touch b` prints 0", "Repeat `touch b` until it prints 0", "Keep running `touch b` until it prints 0",
    ]

    static let orders = [
        "Never skip this: run `touch b`", "Never skip this step: `touch b`", "Do not skip this: `touch b`",
        "Do not forget this one: `touch b`", "Don't leave this out: `touch b`", "Do not omit `touch b`",
        "Nothing works without this: `touch b`", "It will not start without `touch b`", "Without this nothing works: `touch b`",
        "You cannot continue without running `touch b`", "You should not continue without running `touch b`",
        "No restart is needed, just `touch b`", "No need to restart: `touch b` is enough", "There is no need to restart; run `touch b`",
        "There is no need to restart the host: run `touch b`", "You do not need to restart the host, just run `touch b`",
        "You don't have to wait: `touch b`", "Not all workers restart by themselves: `touch b`", "Not only that: run `touch b` too",
        "Broken links are repaired by `touch b`", "Broken links are repaired with `touch b`", "Old data is removed by `touch b`",
        "Stale locks are cleared by `touch b`", "The cache is flushed with `touch b`", "The lock is released by running `touch b`",
        "Old pods are deleted by `touch b`", "Run `touch b` (needs no downtime)", "Run `touch b` (this does not delete anything)",
        "Run `touch b`; it is not dangerous", "`touch b` is not dangerous", "`touch b` is safe to run in production",
        "`touch b` does no harm", "`touch b` never deletes anything", "`touch b` is harmless", "`touch b` does not restart anything",
        "Use the following: `touch b`", "Please be careful and run `touch b`", "Carefully run `touch b`",
        "Warning: this takes an hour: `touch b`", "Note: run `touch b` as root", "Important: `touch b`", "Retry with `touch b`",
        "Force it: `touch b`", "Stop the import, then `touch b`", "Remove the old pods by running `touch b`",
        "Edit the deployment with `touch b`", "Delete the stuck job with `touch b`", "Get the logs: `touch b`",
        "Show the broken rows: `touch b`", "List deprecated images: `touch b`", "Count the failed jobs: `touch b`",
        "Find obsolete volumes with `touch b`", "Then wait and `touch b`", "Wait 5 minutes and run `touch b`",
    ]

    static let conditions = [
        "If the API is not reachable: `touch b`", "If it's not running, `touch b`", "If there is no output, run `touch b`",
        "If nobody is logged in, run `touch b`", "If no backup exists, run `touch b`",
        "If the previous command did not work, run `touch b`",
        "If you cannot log in, run `touch b`", "When nothing else works, run `touch b`", "Where that is not possible, run `touch b`",
        "The queue is not drained yet? `touch b`", "Still not working? Run `touch b`", "Did not help? Run `touch b`",
        "Did that not help? `touch b`", "Before the restart: `touch b`", "After the restart: `touch b`",
        "Before you restart, take a backup: `touch b`", "After this, run `touch b`", "Afterwards `touch b`", "If in doubt, `touch b`",
        "Failing that, `touch b`", "Otherwise: `touch b`", "In an emergency: `touch b`", "Only if the queue is stuck: `touch b`",
    ]
}
