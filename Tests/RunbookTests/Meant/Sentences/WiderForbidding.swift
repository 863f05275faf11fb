/// Sentences in the styles of many authors that rule `touch a` out, written down before the program ever read them; `touch b` is to be done.
enum WiderForbidding {
    static let all = reserved + behind + labels + sentences

    static let reserved = [
        "`touch a` is reserved for the DBA", "Reserved for the vendor: `touch a`",
        "Reserved for emergencies declared by the CTO: `touch a`",
        "Only with written approval: `touch a`", "Only the DBA: `touch a`", "DBA only: `touch a`", "Vendor only: `touch a`",
        "For the DBA only: `touch a`", "`touch a` (DBA only)", "`touch a` (vendor use only)", "`touch a` is for the DBA",
        "`touch a` may only be run by the vendor", "`touch a` is not for production", "`touch a` is meant for development",
        "`touch a` is intended for test systems only", "For development only: `touch a`", "Development only: `touch a`",
        "Dev only: `touch a`", "Staging only: `touch a`", "`touch a` only works on staging", "`touch a` only works with the old client",
        "`touch a` works on staging only", "Access to `touch a` is restricted to the DBA", "`touch a` is restricted to the DBA",
        "Please leave `touch a` to the DBA", "Nobody except the DBA runs `touch a`", "Nobody but the DBA may run `touch a`",
        "The on-call engineer is not allowed to run `touch a`", "Operators must not run `touch a`", "On-call must never run `touch a`",
        "No one should ever run `touch a`", "One should not run `touch a`",
    ]

    static let behind = [
        "`touch a` - DO NOT USE", "`touch a` DO NOT USE", "`touch a`: do not use", "`touch a` **DO NOT RUN**",
        "`touch a` (DO NOT RUN IN PRODUCTION)", "`touch a` will wipe production", "`touch a` wipes the volume – don't",
        "`touch a` is irreversible, do not run it without approval", "`touch a` did not help", "`touch a` doesn't help here",
        "`touch a` is useless here", "`touch a` is pointless", "`touch a` is overkill", "`touch a` is a bad idea", "`touch a` is a no-go",
        "`touch a` is a no-no", "`touch a` is taboo", "`touch a` is banned", "`touch a` is not permitted", "`touch a` is not necessary",
        "`touch a` is unnecessary", "`touch a` is out of the question", "`touch a` is out of scope", "`touch a` has been disabled",
        "`touch a` has been removed from the image", "`touch a` does not exist any more", "`touch a` no longer exists",
        "`touch a` stopped working in 2.0", "`touch a` hangs forever", "`touch a` kills the primary", "`touch a` takes the cluster down",
        "`touch a` locks the table for hours", "`touch a` drops all sessions, so don't",
        "Warning – `touch a` must not be used while the import runs", "⚠️ `touch a` is dangerous", "`touch a` isn't recommended",
        "Running `touch a` is prohibited", "Running `touch a` voids the warranty", "Executing `touch a` here would corrupt the index",
        "Usage of `touch a` is prohibited", "Use of `touch a` is not supported", "Using `touch a` in production is prohibited",
        "The use of `touch a` is forbidden", "Use `touch b`; `touch a` is obsolete",
    ]

    static let labels = [
        "N/A: `touch a`", "n/a `touch a`", "Not applicable: `touch a`", "Not applicable here: `touch a`", "Does not apply to us: `touch a`",
        "TODO: `touch a`", "TBD: `touch a`", "Untested: `touch a`", "Disabled: `touch a`", "Removed in v2: `touch a`",
        "Deleted step: `touch a`", "Superseded by the new script: `touch a`", "Replaced by the button: `touch a`", "Danger: `touch a`",
        "Don'ts: `touch a`", "What not to do: `touch a`", "Things to avoid: `touch a`", "Common mistake: `touch a`", "Legacy: `touch a`",
        "Legacy command: `touch a`", "Old command: `touch a`", "Old: `touch a`; new: `touch b`", "Already tried: `touch a`",
        "Tried without success: `touch a`", "Did not help: `touch a`", "Does not help: `touch a`", "Skip this step: `touch a`",
        "Skip: `touch a`", "Skipped: `touch a`", "Ignore this: `touch a`", "Contraindicated: `touch a`", "Unsupported: `touch a`",
        "Unsafe: `touch a`", "Risky: `touch a`", "Abandoned: `touch a`", "Postponed: `touch a`", "Rejected: `touch a`",
        "Discarded idea: `touch a`", "Alternative (not recommended): `touch a`", "Alternative, not recommended: `touch a`",
        "Workaround (no longer needed): `touch a`", "Fix (obsolete): `touch a`", "Step removed – `touch a`", "NOT: `touch a`",
        "Not yet: `touch a`", "Not now: `touch a`", "Not here: `touch a`", "Not on the primary: `touch a`", "Not in production: `touch a`",
        "Not this one: `touch a`", "This one never: `touch a`", "Never use this: `touch a`", "Careful: never `touch a`", "☠️ `touch a`",
        "👎 `touch a`, 👍 `touch b`", "Bad: `touch a`. Good: `touch b`", "Wrong: `touch a`, right: `touch b`", "Incorrect: `touch a`",
        "To reproduce the problem: `touch a`", "Steps to reproduce: `touch a`", "To trigger the alert on purpose: `touch a`",
    ]

    static let sentences = [
        "Undo what `touch a` did", "Reverse the effect of `touch a`", "Roll back whatever `touch a` changed",
        "Common mistakes include `touch a`", "A common mistake is to run `touch a`", "It is a common mistake to run `touch a`",
        "People often run `touch a` here, which makes it worse", "The worst thing you can do is `touch a`",
        "The last thing you want is `touch a`", "You will regret `touch a`", "STOP! `touch a` deletes the data", "Stop: don't `touch a`",
        "⚠️ Do not `touch a`", "Nothing like `touch a`", "No more `touch a`", "No `touch a` please", "You can't just run `touch a`",
        "You won't need `touch a`", "You no longer have to run `touch a`", "You'd better not run `touch a`", "Better not run `touch a`",
        "Best not to run `touch a`", "It's best not to run `touch a`", "It's better to leave `touch a` alone",
        "We don't run `touch a` anymore", "We do not recommend `touch a`", "We do not recommend running `touch a`", "I'd avoid `touch a`",
        "I wouldn't `touch a`", "Instead of running `touch a` by hand, use `touch b`", "Use `touch b` (not `touch a`)",
        "Use `touch b` and not `touch a`", "In lieu of `touch a`, run `touch b`", "As an alternative to `touch a`, run `touch b`",
        "Prepare `touch a`, but do not run it",
    ]
}
