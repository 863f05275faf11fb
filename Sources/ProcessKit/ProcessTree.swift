/// Who descends from whom in a snapshot of the process table.
struct ProcessTree {
    private let children: [Int32: [ProcessRow]]

    init(_ rows: [ProcessRow]) { children = Dictionary(grouping: rows, by: \.parent) }

    /// These processes, their children, the children of those, and so on.
    func withDescendants(of pids: [Int32]) -> Set<Int32> {
        var found = Set(pids)
        var open = Array(found)
        while let pid = open.popLast() {
            for child in children[pid] ?? [] where found.insert(child.pid).inserted { open.append(child.pid) }
        }
        return found
    }
}
