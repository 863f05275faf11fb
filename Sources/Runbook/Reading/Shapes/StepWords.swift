/// The words by which a heading inside a part is known as a step.
///
/// A line is `kind | words | example`. A test reads each word in its example, where `@` stands for it, and sees that the heading is no
/// step (or is one, of words that take it back) without the line.
enum StepWords {
    enum Kind: String, CaseIterable {
        /// Verbs that order something as a heading; those of sentences are in `Vocabulary`.
        case order
        /// Names of deeds, at the end.
        case deed
        /// What is wrong, at the end.
        case trouble
        /// What is wrong, in front.
        case state
        /// What lists or shows, and names no trouble or deed at hand.
        case vague
        /// Where it is done, and nothing else.
        case platform
        /// Where things are tried out.
        case trial
        /// What a verb in front makes the name of a thing: "Test data".
        case thing
        /// How words begin that tell of what happens by itself.
        case regular
    }

    struct Row {
        let kind: Kind
        let words: [String]
        let example: String
    }

    static let rows: [Row] = table.split(separator: "\n").compactMap { line in
        let cells = line.split(separator: "|").map(\.trimmedSpaces)
        guard cells.count == 3, let kind = Kind(rawValue: cells[0]) else { return nil }
        return Row(kind: kind, words: cells[1].split(separator: ",").map(\.trimmedSpaces), example: cells[2])
    }

    static let orders = Set(words(.order))
    static let deeds = Set(words(.deed).map { Substring($0) })
    static let troubles = Set(words(.trouble).map { Substring($0) })
    static let states = Set(words(.state).map { Substring($0) })
    static let vague = Set(words(.vague).map { Substring($0) })
    static let platforms = Set(words(.platform).map { Substring($0) })
    static let trials = Set(words(.trial).map { Substring($0) })
    static let things = Set(words(.thing))
    static let regular = words(.regular)

    private static func words(_ kind: Kind) -> [String] { rows.filter { $0.kind == kind }.flatMap(\.words) }

    private static let table = """
        order | monitor, validate, investigate, identify, stop, kill, delete, remove, force, assess, analyze, analyse, determine, acknowledge, notify, page, contact, document, review, examine, evaluate, add, edit, replace, change, acquire, isolate, block, terminate, cordon, evict, promote, recreate, redeploy, resize, trim, quarantine, vacuum, reindex, reboot, reconnect, resync, sync, attach, detach | #### @ the old workers
        deed | check, checks, checklist, test, tests, verification, validation, diagnostics, diagnosis, investigation, analysis, cleanup, restart, rebuild, reset, redeploy, redeployment, failover, switchover, recovery, restoration, restore, repair, mitigation, rollback, adjustment, optimization, optimisation, tuning, inspection | #### Cache server @
        trouble | error, conflict, failure, issue, problem, crash, leak, full, down, missing, slow, stuck, exhaustion, exhausted, corruption, corrupted, timeout, lag, memory, unavailable, unreachable, disk, dependencies, state, pressure, overload, saturation, contention, expired, misconfigured, misconfiguration | #### Broker @
        trouble | errors, conflicts, failures, issues, problems, crashes, leaks, timeouts, degraded, unhealthy, unresponsive, failed, failing, rejected, refused, broken, queries | #### Broker @
        state | missing, slow, fragmented, expired, corrupted, invalid, stuck | #### @ certificate
        vague | common, known, typical, possible, expected, example, sample, last, previous, past, the, this, that, no, not, old, current, desired, target, initial, a, an, other, similar, related, resolved, fixed | #### @ disk failure
        vague | nobody, nothing, never, older, version, versions, future, recent, earlier, former, historical, history, background, alternative, optional, proposed, suggested, why, about, how | #### @ cache restart
        platform | docker, compose, docker-compose, podman, kubernetes, k8s, k3s, openshift, helm, swarm, nomad, systemd, linux, ubuntu, debian, centos, rhel, aws, ecs, eks, gcp, gke, azure, aks, heroku, render, fly, io, vercel, vm, vms, bare, metal, postgresql, postgres, mysql, redis | #### @
        trial | testing | #### For @
        trial | staging, development, dev, sandbox, demo, local, laptop, rehearsal, practice, dry-run, drill, developers, contributors, reference, example, instance, background | #### @ cache restart
        thing | data, environment, environments, results, plan, matrix, suite, accounts | #### Test @
        regular | nightly, daily, hourly, weekly, monthly, quarterly, yearly, regular, auto, scheduled, planned, periodic | #### @ cache restart
        """
}
