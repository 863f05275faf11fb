/// Reports that look like advice, remarks in brackets and praise that is none: `touch a` is not to be done, `touch b` is.
enum ReportCases {
    static let all = [
        "The files were removed by `touch a`.", "Sessions were cleared by `touch a` last week.", "It was fixed with `touch a` yesterday.",
        "The damage was done with `touch a`.", "Our backups are deleted with `touch a` if somebody is careless.",
        "Our backups are deleted with `touch a`.", "Locks are released by `touch a` on shutdown.",
        "On shutdown locks are released by `touch a`.",
        "Locks are released by `touch a` (nightly).", "The tables are dropped by `touch a`.", "The damage is done with `touch a`.",
        "The locks were released by `touch a`.", "Stale locks are released by `touch a`, which cron starts.",
        "Stale sessions are removed by `touch b`.", "Stale sessions are removed with `touch b` and `touch b`.",
        "Fix (never use): `touch a`", "Fix (never): `touch a`", "Fix (do not run): `touch a`", "Fix (must not be used): `touch a`",
        "Fix (please do not use this): `touch a`", "(never use) Fix: `touch a`", "Fix (forbidden): `touch a`",
        "Fix (avoid): `touch a`", "Fix (not in production): `touch a`", "Restart (do not interrupt): `touch b`",
        "Restart (never `touch a`): `touch b`", "Repair the index (it is corrupt): `touch b`", "Restart (do not panic): `touch b`",
        "`touch a` is hardly safe", "`touch a` is safe nowhere", "`touch a` is slow and was replaced",
        "`touch a` is possible but must not be used", "`touch a` is required reading", "`touch a` is fast, but it deletes everything",
        "`touch a` is fine on a test machine only", "`touch a` is only needed on staging", "`touch a` is fast and deletes everything",
        "`touch a` is fast, it deletes everything", "`touch a` is safe (only on staging)", "`touch a` is a good way to lose data",
        "`touch a` is enough to break it", "`touch a` may be possible but must not be used", "`touch a` is run on the leader only",
        "`touch b` is safe and fast", "`touch b` is safe to run in production at any time", "`touch b` is the way to go",
        "`touch b` is a good fix", "`touch b` is the fix for this", "`touch b` is needed here", "`touch b` is safe, run it",
    ]
}
