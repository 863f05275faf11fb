/// The words that decide what a sentence means, and nothing but words: what they do is in `Sense`.
///
/// A line is `sense | phrases | example`. In the example `@` is each of the phrases, `touch a` is not to be done and `touch b` is; a test
/// reads all of them, and sees that none holds without its line.
enum Vocabulary {
    static let entries: [Lexicon.Entry] = table.utf8.split(separator: UInt8(ascii: "\n")).compactMap { line in
        let parts = line.split(separator: UInt8(ascii: "|"), omittingEmptySubsequences: false).map { Substring($0).trimmedSpaces }
        guard parts.count == 3, let sense = Sense(rawValue: parts[0]) else { return nil }
        let phrases = parts[1].utf8.split(separator: UInt8(ascii: ",")).map { Substring($0).trimmedSpaces }
        return Lexicon.Entry(sense: sense, phrases: phrases, example: parts[2])
    }

    static let table = #"""
        lead | please, now, always, just, simply, merely, otherwise, else, finally, next, afterwards, meanwhile, kindly, immediately, really, ever, carefully, quickly, also, again, still, only, first | @ never restart it: `touch a`
        lead | let us, remember to, be sure to, make sure to, take care to, be careful to, try to, in order to, as root | @ never restart it: `touch a`
        lead | step, important, warning, attention, caution, note, hint | @ do not restart it: `touch a`
        negation | not, never, under no circumstances, under no circumstance, on no account, in no case, by no means, at no time, neither, do nothing | @ `touch a`
        negation | no longer | You @ use `touch a`
        friendly | wait, hesitate, worry, panic, forget, mind, fear, delay, be afraid, be alarmed, be shy, miss, neglect, despair, postpone, give up, hurt | Do not @: `touch b`
        friendly | skip, omit, ignore, leave out | Do not @ `touch b`
        friendly | only, just, simply, merely | Not @ this, the API too: `touch b`
        ban | regret, last thing you want | You will @ `touch a`
        ban | no need, no reason, no point, no use, no sense in | There is @ to restart it: `touch a`
        ban | bad idea to, mistake to, temptation to, tempted to, pointless to, useless to, too late to | It is a @ restart it: `touch a`
        ban | not supposed to, not meant to, not expected to, not allowed to, forbidden to, prohibited to, dangerous to, unsafe to, risky to, harmful to, unwise to, wrong to, not safe to, not advisable to, not permitted to, not a good idea to, not necessary to, not recommended to, fatal to | It is @ restart it: `touch a`
        foreign | nicht, nie, niemals, kein, keine, keinen, auf keinen fall, keinesfalls, verboten, vermeiden, vermeide, unterlassen | `touch a` @ ausführen
        foreign | ne, pas, jamais, interdit, éviter, évitez | Run @ `touch a`
        foreign | nunca, jamás, prohibido, evitar, evite, no ejecutar, no ejecute, no ejecutes, no usar, no use, no utilizar, no correr, no lanzar, no hacer, no haga, no reiniciar, no borrar | Run @ `touch a`
        foreign | não, nao, proibido | @ execute `touch a`
        foreign | non, mai, vietato, evitare | @ run `touch a`
        foreign | niet, nooit, nigdy, aldrig, nie wolno | Run @ `touch a`
        avoid | avoid, avoiding, omit, skip, ignore, resist, beware, beware of, hands off, your hands off, keep your hands off, hold off, hold off on, refrain from, abstain from, steer clear of, stay clear of, stay away from, keep away from, keep off, do without, forgo, shun, refuse to, stay off | @ `touch a`
        avoid | stop, quit, cease, discontinue | @ using `touch a`
        avoid | leave | @ this alone: `touch a`
        harm | downtime, outage, outages, loss, losses, trouble, errors, duplicates, locks, timeouts, surprises, problems, damage, corruption, conflicts, another | Avoid @: `touch b`
        exclude | instead of, rather than, in place of, in lieu of, as an alternative to, as opposed to, other than, except, except for, apart from, but not, unlike | Run all @ `touch a`
        exclude | nothing like, anything but, everything but, all but | @ `touch a`
        exclude | without | Restart it @ `touch a`
        exclude | no | Run it, @ `touch a`!
        contrast | but, however, instead, rather, yet | Never `touch a`, @ `touch b`
        contrast | right, correct | Wrong: `touch a`, @: `touch b`
        contrast | so, therefore, hence | You cannot use the button, @ `touch b`
        and | and, plus | The vendor waits @ you must run `touch b`
        or | or, nor | Do not stop it, restart it, @ kill it with `touch a`
        subordinate | if, even if, only if, in case, unless, as soon as, as long as | Wait, @ `touch a` is slow
        subordinate | when, whenever, while, once, since, because, although, though, whereas, where | Wait, @ `touch a` is slow
        subordinate | before, until, till, after | Wait, @ `touch a` is slow
        subordinate | whether, who, whoever, how often, why, how | Look @ hangs at `touch a`
        subordinate | which, whose | Restart the host @ hangs at `touch a`
        order | run, restart, start, use, execute, call, try, type, give, enter, do, clear, flush, drop, empty, check, look, see, wait, scale, deploy, restore, reload, roll, set, send, open, close, make, take, go, find, show, list, get, fix, free, drain, move, keep, rotate, renew, load, apply, repeat, turn, switch, enable, disable, repair, rebuild, build, retry, verify, confirm, issue, invoke, launch, perform, continue, touch, inspect, purge, prune, revoke, reset, watch, follow, tell, ask, create, install, update, upgrade, unlock, mount, unmount, ping, connect, consider, compare, view, tail, gather, collect, search, query, fetch, retrieve, obtain, display, locate, capture, trigger, force, increase, decrease, reduce, scan, log in, log into, go to, navigate to, configure | Do not stop it, @ `touch b`
        run | run, execute, use, call, try, do, give, type, enter, issue, invoke, launch, start, apply, perform, repeat, touch | If it hangs @ `touch b`
        run | running, executing, using, calling, trying, typing, starting | Stop @ `touch a`
        look | look, check, see, find, find out, verify, confirm, make sure, ensure, ask, test, watch, be sure | @ that the backup does not use `touch a`
        delegate | ask, tell, request, instruct, want, call on, urge, invite | @ the vendor to run `touch a`
        delegate | contact, escalate, page, wait, remind | @ for the vendor to run `touch a`
        people | vendor, dba, dbas, team, colleague, operator, support, on-call, admin, administrator, developer, manager | Get the @ to run `touch a`
        delegate | have, let, make | @ the night shift run `touch a`
        machine | service, api, server, daemon, systemd, nginx, kernel, cluster, database, container, node, proxy, broker, worker, workers, client, scheduler | Tell the @ to reload with `touch b`
        edit | edit, remove, delete, add, comment out, uncomment, append, insert, paste, replace, change, put, write, save, rename, copy | @ the line `touch a`
        end | cancel, kill, stop, abort, interrupt, terminate, end, quit, suspend, pause | @ the running `touch a`
        prefer | prefer, choose, favour, favor | @ `touch b` over `touch a`
        undo | undo, revert, reverse, undone, take back, roll back | @ `touch a`
        effect | what, whatever, effect, effects, changes, work | Undo @ `touch a`
        reader | you, i, we | @ must not do this: `touch a`
        person | somebody, someone, anybody, anyone, everybody, they, he, she, people | Look whether @ did it with `touch a`
        person | nobody, no one | @ may restart it: `touch a`
        subject | the, a, an, our, your, my, its, their, his, her, some, any, all, every, each, there, it, nothing, no, most, many, both | Remove @ `touch a`
        finite | did, has, does, was | @ somebody restart it with `touch a`?
        pointing | this, that, these, those, following, below, here, like, such | The nightly job runs @: `touch a`
        modal | must, should, shall, may, can, could, might, need to, needs to, need, have to, has to, ought to, want to, like to | The API @ be restarted with `touch b`
        modal | will, would, would better, had better | You @ not run `touch a`
        finite | is, are, were, have, had, will, would, be, been, hangs, hang, shall, must, may, might, can, could, should, failed, happens, happened, began, begins, mentions, uses, grows, says, dies, died, stops, stopped | Memory @ full with `touch a`
        runs | runs, run, ran, calls, called, executes, executed, starts, started, restarts, restarted, invokes, invoked, launches, launched, triggers, triggered, uses, used, performs, does, did, do, schedules | The nightly job @ `touch a`
        says | suggested, proposed, behaves like, includes, include, answers, replaces, links to, refers to, points to, says, say, shows, show, prints, print, reads, reports, report, contains, returns, return, displays, logs, outputs, looks, mentions, lists, writes, mention | The dashboard @: `touch a`
        helps | helps, suffices, works | What @: `touch b`
        helps | needs, need, wants, want, requires, recommend, recommends, suggest, suggests | The API @ `touch b`
        mends | done | This is @ with `touch b`
        mends | left, unbanned, repaired, fixed, removed, deleted, cleared, cleaned, flushed, released, restarted, restored, reset, purged, healed, solved, resolved, unlocked, dropped, freed, drained, reloaded, renewed, rotated, rebuilt, recovered, pruned, emptied, retried, mended | Broken links are @ by `touch b`
        remedy | fix, way, remedy, solution, cure, workaround, command, trick, answer, thing to do, step | The @ is `touch b`
        remedy | safe, best, enough, necessary, sufficient, time, good, easiest, helpful, useful, better, fastest | It is @ to run `touch b`
        output | entrypoint, message, messages, error, output, result, response, alert, log, logs, warning, entry, title, status, state, name, reply | The @ is this: `touch a`
        proceed | proceed, continue, go on, go ahead, move on, carry on, go further | Do not @ until this returns OK: `touch b`
        text | line, lines, entry, entries, row, cronjob, alias, snippet, string, text, option, setting, call, words, block, rule, content, code | Remove the @ `touch a`
        process | leftover, remaining, orphaned, running, run, hanging, stuck, old, process, job, command, script, still, any, the, a, an, every, all, that, this | Kill @ `touch a`
        means | with, using, via, through | Look whether it is up @ `touch b`
        means | by | Avoid a restart @ running `touch b`
        aside | removal of, meaning of, purpose of, difference between, for, about, against, during, than, of a, as, named, called, titled, documentation of, manual of, source of, name of | Look at the history @ `touch a`
        ill | kept, left here, blacklisted, reserved, restricted, untested, unsupported, risky, contraindicated, abandoned, postponed, rejected, discarded, skipped, deleted, banned, taboo, pointless, overkill, unnecessary, irreversible, danger, danger zone, not applicable, a no-go, a no-no, things to avoid, what to avoid, common mistake, common mistakes, left to, out of the question, out of scope, meant for, intended for, deprecated, obsolete, outdated, retired, superseded, legacy, forbidden, prohibited, dangerous, unsafe, harmful, considered harmful, off limits, a mistake, alone, a bad idea, out of date, not recommended, useless, replaced, removed, gone, broken, wrong, disabled, no longer needed, no longer used, not needed, discouraged, avoided, not an option, only for, not safe, not allowed, not supported, not to be | `touch a` is @
        harms | wipe, wipes, locks the, hangs forever, crashes the, voids, does not exist, not exist, no longer exists, causes data loss, cause data loss, corrupts, corrupt, loses, lose, breaks, break, destroy, destroys, no longer works, never works, never helps, considered harmful, does not work, do not work, will not work, does not help, will not help, kills the, has no effect, have no effect, makes it worse, make it worse, makes everything worse, makes things worse, make things worse, make everything worse, harms | `touch a` @ the index
        happens | appears, shows up, ready, runs, ran, failed, fails, hung, hangs, ends, ended, finishes, finished, running, had finished, stops, stopped | `touch a` @ at night
        good | safe, harmless, enough, sufficient, fine, ok, best, good, better, helpful, useful, quick, quicker, fast, faster, easy, easier, slow, cheap, idempotent, read-only, required, needed, necessary, mandatory, recommended, preferred, supported, allowed, permitted, advisable, possible | `touch b` is @
        names | analyze, analyse, investigate, identify, determine, document, acknowledge, notify | @ API logs: `touch b`
        names | click, select, press, google, discuss, explain, understand, commit, schedule, post, reply with, comment, announce, mention, double-click | @ `touch a`
        wrong | wrong, wrongly, accidental, accidentally, mistaken, mistakenly, erroneous, unintended | Repair the @ `touch a`
        label | windows, for windows, on windows, n/a, todo, tbd, sample session, config line, tried, background, explanation, cause, fyi, example, examples, output, result, response, sample, was, before, earlier, previously, formerly, template, message, incorrect, wrong, bad, old, error, alert, anti-pattern, bad example, not like this, struck out, after, is | @: `touch a`
        label | root cause, for your information, for the record, already tried, did not help, does not help, does not apply, prior to, in earlier versions, old way, the old way, old method, the old method, old command, old procedure, error message, alert text, in the past, historical, for reference, in the log, in the logs, in the history, log entry, log line, message template, sample output, example output, expected output, typical output, bad example, last time | @: `touch a`
        shown | to reproduce, to simulate, on purpose, may see, might see, read the help of, for example, for instance, e.g, such as, expected output, expected result, expected response, expect output, output should, output looks, should see, will see, see something like, should print, should show, should return, should say, look like, looks like, look like this, will print, would print, as an example, used to run, output is, expect, expected, post the following, send the following | Restart it, @ `touch a`
        labelled | commands, methods, steps, workaround, fix, alternative, idea, way, command, method, procedure, version, approach, step, syntax, script, call, use | Deprecated @: `touch a`
        """#
}
