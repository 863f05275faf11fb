/// Sentences that were once taken for something else, by an attacker's list: `touch a` is not to be done, `touch b` is.
enum HeardCases {
    static let forbidding = [
        "NEVER! `touch a`", "Do\u{A0}not run `touch a`", "Do\u{2009}not run `touch a`", "Don\u{2BC}t run `touch a`",
        "Don\u{B4}t run `touch a`", "Do <b>not</b> run `touch a`", "Neither `touch a` nor `touch a c`", "No `touch a`!",
        "Anything but `touch a`", "It is dangerous to run `touch a`", "You cannot run `touch a` here",
        "`touch a` must only be run by the vendor", "`touch a` considered harmful", "`touch a` is broken", "`touch a` causes data loss",
        "`touch a` will make it worse", "Omit `touch a`", "Ignore `touch a`", "Beware of `touch a`", "Hands off `touch a`",
        "Hold off on `touch a`", "Resist running `touch a`", "Leave `touch a` alone", "❌ `touch a`", "🚫 `touch a`", "⛔ Run `touch a`",
        "✗ `touch a`", "[OBSOLETE] Run `touch a`", "*(deprecated)* Run `touch a`", "Run `touch a`\n\n   This step is obsolete.",
        "Prefer `touch b` over `touch a`", "`touch a` was replaced by a button", "`touch a` doesn't work, `touch b` does",
        "Nie `touch a`", "Nicht `touch a` ausführen", "Ne jamais lancer `touch a`", "No ejecutar `touch a`", "Nunca execute `touch a`",
        "Non lanciare mai `touch a`", "`touch a` ist verboten", "Éviter `touch a`",
    ]

    static let mentioning = [
        "The cron job runs `touch a` at night", "The error message is `touch a`", "Look whether somebody ran `touch a`",
        "Ask the DBA to run `touch a`", "Remove the line `touch a`", "Wait until `touch a` has finished", "Cancel the running `touch a`",
        "Kill the running `touch a`", "In the log: `touch a`",
    ]

    static let good = [
        "Avoid downtime by running `touch b`", "Do not wait: `touch b`", "Never mind the warnings and run `touch b`",
        "Always run `touch b`, never skip it", "You must not leave before `touch b` has run", "Run `touch b` (never `touch a`)",
        "Deprecated consumers need a kick: `touch b`",
    ]

    /// What stands above a fence that is not to be run.
    static let aboveForbidden = [
        "Not like this:", "NOT this:", "Under no circumstance:", "Dangerous!", "What broke it last time:",
        "Put this into /etc/cron.daily/x:", "Bad:", "Was:", "Before:", "~~Old:~~", "~~Then:~~", "The cron job runs this at night:",
        "The error looks like this:", "[OBSOLETE]", "❌", "Do not do this on a Friday:", "Ask the DBA to run this:", "Wrong:",
        "Save this as restart.sh:", "Add the following line to the crontab:", "Niemals:", "Nur zur Erinnerung, nicht ausführen:",
    ]

    /// What stands above a fence that is.
    static let aboveGood = [
        "The old index is no longer needed, so drop it:", "Good:", "Restart it:", "The service does not start:", "Do not wait:",
        "This restarts everything:", "If it does not answer:", "Then:", "New way:", "Use this instead:", "The following commands help:",
        "Never mind the warnings:", "Is it up?", "No answer? Then restart it:", "Nothing is lost by this:",
        "The workers are stuck and need a kick:", "Deprecated consumers need a kick:", "Make sure that it is up:",
        "This can take a minute.", "It never takes longer than a minute:", "Avoid downtime:", "✅", "Cannot connect?",
        "Instead of the old script:",
    ]
}
