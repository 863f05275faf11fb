/// Sentences that name `touch a` and ask for nothing, written down before the program ever read them.
enum WiderMentioning {
    static let all = reports + others + texts

    static let reports = [
        "The alert links to `touch a`", "The wiki recommends `touch a`, which is outdated", "You may see `touch a` in the logs",
        "`touch a` appears in the log", "`touch a` shows up in the process list", "If you see `touch a` in the log, wait",
        "The watchdog will call `touch a` by itself", "A timer calls `touch a` every five minutes",
        "Kubernetes runs `touch a` as a liveness probe", "The entrypoint is `touch a`", "The start command of the container is `touch a`",
        "The cron entry is `touch a`", "The crontab contains `touch a`", "The job definition says `touch a`",
        "The unit's ExecStart is `touch a`", "The hook `touch a` failed", "`touch a` exited with 1", "`touch a` returned an error",
        "`touch a` timed out last night", "`touch a` was interrupted", "`touch a` was started by mistake",
        "`touch a` had been run before the outage", "In the incident of May somebody used `touch a`", "Last time we used `touch a`",
        "`touch a` was used in the past", "In earlier versions: `touch a`", "Until v2: `touch a`", "Before the migration we ran `touch a`",
        "Prior to 2.0: `touch a`", "Historical note: `touch a`", "For the record: `touch a`", "For your information only: `touch a`",
        "FYI: `touch a`", "Background: `touch a`", "Explanation: `touch a`", "Root cause: `touch a`", "Cause: `touch a`",
        "What happened: `touch a`", "What we tried: `touch a`", "The button replaces `touch a`", "Clean up after `touch a`",
        "Calling `touch a` twice breaks the queue",
    ]

    static let others = [
        "Whoever ran `touch a` should tell the DBA", "Ask whoever ran `touch a`", "Find the host on which `touch a` ran",
        "Note the time at which `touch a` ran", "Wait for the vendor to run `touch a`", "Wait until somebody has run `touch a`",
        "The DBA has to run `touch a`", "A DBA must run `touch a`", "Page the DBA, who runs `touch a`",
        "Request that the vendor run `touch a`", "Open a ticket asking for `touch a`", "Ask in the channel for `touch a` to be run",
        "Contact the network team to run `touch a`", "Escalate to the DBA to run `touch a`", "Get the vendor to run `touch a`",
        "Support can run `touch a`", "Only root on the primary can run `touch a`",
    ]

    static let texts = [
        "Rename `touch a` in the script", "Edit the alias `touch a`", "Remove `touch a` from the Dockerfile",
        "Commit the removal of `touch a`", "Check the crontab for `touch a`", "Kill every `touch a`", "Kill leftover `touch a` processes",
        "Terminate `touch a` if it still runs", "Let `touch a` run to its end", "Sample session: `touch a`", "Sample command: `touch a`",
        "Expected: `touch a`", "It answers `touch a`", "You get `touch a`", "The prompt shows `touch a`", "Config line: `touch a`",
        "Your config should look like `touch a`", "The line should be `touch a`", "The file should contain `touch a`",
        "Add to ~/.bashrc: `touch a`", "Add `touch a` to ~/.bashrc", "Append to /etc/crontab: `touch a`", "Put `touch a` into the crontab",
        "Set the entrypoint to `touch a`", "Configure the hook as `touch a`", "Schedule `touch a` for tonight",
        "Announce that you will run `touch a`", "Tell users that `touch a` is coming", "Document that you ran `touch a`",
        "Note in the ticket that `touch a` was run", "Post `touch a` in the channel", "Reply with `touch a`",
        "Comment `touch a` on the pull request", "In the chat, type `touch a`", "Click `touch a`", "Select `touch a` in the menu",
        "Press `touch a`", "Choose `touch a` from the menu", "Search for `touch a`", "Google `touch a`", "See `touch a` for details",
        "The difference between `touch a` and the button is small", "Think about whether `touch a` is needed",
        "Decide whether to run `touch a`", "Discuss `touch a` with the DBA", "Consider whether `touch a` is safe", "Have `touch a` ready",
        "Be ready to run `touch a`", "Test `touch a` on staging first", "Review what `touch a` would do",
        "Understand `touch a` before you go on", "Read the help of `touch a`", "Explain `touch a` to the new colleague",
    ]
}
