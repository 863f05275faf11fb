internal import Glibc
internal import SystemKit

/// A command's first process and everything that descends from it, to be ended together.
///
/// The first process is not reaped before the rest is gone: as long as it is a zombie its number cannot be given to another
/// process, so its group and session are certainly ours. Everyone else is held by a handle and checked against its start time.
struct ProcessFamily: ~Copyable {
    private struct Identity: Hashable {
        let pid: Int32
        let startTime: UInt64
    }

    private let leader: ProcessHandle
    private let kinship: Kinship
    private var members: [Identity: ProcessHandle] = [:]
    /// Everyone who was found alive and is certainly the command's.
    private var met: Set<Identity> = []

    /// Handles are descriptors, and a program has some 1,000; a larger family is ended in rounds.
    private static let mostHandles = 256

    init(_ child: ChildProcess) {
        leader = child.handle
        kinship = child.kinship
    }

    /// Ends the whole family, reading on meanwhile, and reaps all but the leader. Returns how many processes besides the
    /// leader had to be ended.
    ///
    /// Takes the teardown's graces if someone ignores the signals; after KILL at most 2 s, and normally a few milliseconds.
    mutating func end(_ teardown: Teardown, _ pump: inout Pump) -> Int {
        look()
        for step in teardown.steps where isAlive {
            send(step.signal)
            wait(until: .after(milliseconds: step.graceMilliseconds), &pump)
            look()
        }
        // Someone may have been born between the look and the signal: look again until nobody is found.
        let bound = Deadline.after(milliseconds: 2000)
        while isAlive, !bound.hasPassed {
            send(.kill)
            wait(until: Deadline.after(milliseconds: 100).orEarlier(bound), &pump)
            look()
        }
        return met.count
    }

    private var isAlive: Bool { !leader.hasEnded || members.values.contains { !$0.hasEnded } }

    private func send(_ signal: ProcessSignal) {
        kill(-leader.pid, signal.number)
        for member in members.values { member.send(signal) }
        // A stopped process acts on nothing but KILL until it goes on.
        if signal != .kill {
            let goOn = ProcessSignal(number: SIGCONT)
            kill(-leader.pid, goOn.number)
            for member in members.values { member.send(goOn) }
        }
    }

    private func wait(until deadline: Deadline, _ pump: inout Pump) {
        while !deadline.hasPassed {
            let alive = ([leader] + members.values).filter { !$0.hasEnded }
            if alive.isEmpty { return }
            pump.wait(beside: alive.map(\.fileDescriptor), until: deadline)
        }
    }

    /// Lets go of those that have ended, and finds those that are there now.
    private mutating func look() {
        members = members.filter { !$0.value.reap() }
        for (row, isCertain) in family(in: ProcessTable.snapshot()) {
            let identity = Identity(pid: row.pid, startTime: row.startTime)
            guard members[identity] == nil, members.count < Self.mostHandles,
                let handle = try? ProcessHandle(pid: row.pid)
            else { continue }
            // The number may have changed hands since the snapshot; if it is the same process still, it is the handle's.
            guard let now = ProcessRow(pid: row.pid), now.startTime == row.startTime else { continue }
            if isCertain, !now.isZombie { met.insert(identity) }
            members[identity] = handle
        }
        members = members.filter { !$0.value.reap() }
    }

    /// The command's kin and whoever descends from them; what nobody can claim is not certain to be of the family.
    private func family(in rows: [ProcessRow]) -> [(row: ProcessRow, isCertain: Bool)] {
        let tree = ProcessTree(rows)
        let me = getpid()
        // As a subreaper this program is an ancestor of all that is left; else the marker is looked for everywhere.
        let near = Subreaper.isInstalled ? tree.withDescendants(of: [me]) : Set(rows.map(\.pid))
        var certain = members.keys.filter { met.contains($0) }.map(\.pid) + [leader.pid]
        var doubtful = members.keys.filter { !met.contains($0) }.map(\.pid)
        for row in rows where row.pid != me && row.pid != leader.pid && near.contains(row.pid) {
            switch kinship.answer(for: row) {
            case .belongs: certain.append(row.pid)
            case .unclaimed: doubtful.append(row.pid)
            case .foreign: break
            }
        }
        let ours = tree.withDescendants(of: certain)
        let all = ours.union(tree.withDescendants(of: doubtful))
        return rows.filter { all.contains($0.pid) && $0.pid != me && $0.pid != leader.pid }.map { ($0, ours.contains($0.pid)) }
    }
}
