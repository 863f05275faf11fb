/// Puts into words what is wrong with a chain whose rows have been placed as far as possible.
struct ChainReport {
    let links: [ChainCheck.Link]
    let unreadable: [(table: JournalEntry.Table, seq: Int)]
    let anchor: Anchor.Found
    private(set) var findings: [JournalFinding] = []
    private(set) var head = JournalHead.empty
    /// Which row fills each place: intact ones first, then those that were edited where they stand.
    private var occupied: [Int: Occupant] = [:]

    private enum Occupant {
        case intact(ChainCheck.Link)
        case edited(ChainCheck.Link?)
    }

    init(links: [ChainCheck.Link], unreadable: [(table: JournalEntry.Table, seq: Int)], anchor: Anchor.Found) {
        self.links = links
        self.unreadable = unreadable
        self.anchor = anchor
    }

    mutating func write() {
        placeIntact()
        placeEdited()
        compareNeighbours()
        compareAnchor()
    }

    private mutating func placeIntact() {
        // A row that stands where it was written comes before its copy elsewhere.
        for link in links where link.place == link.seq {
            if occupied[link.seq] == nil {
                occupied[link.seq] = .intact(link)
            } else {
                // Two rows with the right hash for one place: one of them was made by somebody who knows how the hash is made.
                findings.append(JournalFinding(.added, link.table.rawValue, link.seq, "a second row stands at place \(link.seq)"))
            }
        }
        for link in links {
            guard let place = link.place, place != link.seq else { continue }
            if occupied[place] == nil {
                occupied[place] = .intact(link)
                let what = "the row was written at place \(place) and stands at place \(link.seq)"
                findings.append(JournalFinding(.outOfOrder, link.table.rawValue, link.seq, what))
            } else {
                findings.append(JournalFinding(.added, link.table.rawValue, link.seq, "the row is a copy of row \(place)"))
            }
        }
    }

    private mutating func placeEdited() {
        let known = Set(links.filter { $0.place != nil }.map(\.hash))
        let last = max(occupied.keys.max() ?? 0, anchoredRows)
        for link in links where link.place == nil {
            takeDoubtful(link.table, link.seq, link, isCopy: known.contains(link.hash), last: last)
        }
        for row in unreadable { takeDoubtful(row.table, row.seq, nil, isCopy: false, last: last) }
    }

    private mutating func takeDoubtful(
        _ table: JournalEntry.Table, _ seq: Int, _ link: ChainCheck.Link?, isCopy: Bool, last: Int
    ) {
        let isFree = occupied[seq] == nil && (1...max(1, last)).contains(seq)
        if isCopy, !isFree {
            findings.append(JournalFinding(.added, table.rawValue, seq, "the row was added: it is a copy of another one"))
        } else if isFree {
            occupied[seq] = .edited(link)
            findings.append(JournalFinding(.edited, table.rawValue, seq, "the row was edited: it no longer gives its hash"))
        } else {
            findings.append(JournalFinding(.added, table.rawValue, seq, "the row was added: the chain has no place for it"))
        }
    }

    private var anchoredRows: Int {
        if case .head(let head) = anchor { head.rows } else { 0 }
    }

    private mutating func compareNeighbours() {
        var expected = 1
        // By the rows that are there: a made-up number may be far away.
        for place in occupied.keys.sorted() {
            if place > expected { missing(expected...(place - 1)) }
            if place == expected, case .intact(let link)? = occupied[place] { compare(link, at: place) }
            expected = place + 1
        }
        let last = expected - 1
        switch occupied[last] {
        case .intact(let link): head = JournalHead(rows: last, hash: link.hash)
        case .edited(let link): head = JournalHead(rows: last, hash: link?.hash ?? JournalHead.empty.hash)
        case nil: head = .empty
        }
    }

    /// Whether the row names the one before it.
    private mutating func compare(_ link: ChainCheck.Link, at place: Int) {
        guard place > 1 else {
            if link.previous != JournalHead.empty.hash { replaced(place, link, "names a row before it, but it is the first") }
            return
        }
        // What is wrong with an edited row is said there.
        guard case .intact(let before)? = occupied[place - 1], link.previous != before.hash else { return }
        replaced(place - 1, before, "was replaced, with a hash made for it: row \(place) follows another one")
    }

    private mutating func replaced(_ place: Int, _ link: ChainCheck.Link, _ what: String) {
        findings.append(JournalFinding(.edited, link.table.rawValue, place, "the row \(what)"))
    }

    private mutating func missing(_ places: ClosedRange<Int>, _ why: String = "") {
        for place in places.prefix(20) { findings.append(JournalFinding(.missing, nil, place, "row \(place) is missing\(why)")) }
        if places.count > 20 {
            let rest = places.dropFirst(20)
            findings.append(JournalFinding(.missing, nil, places.lowerBound + 20, "\(rest.count) more rows are missing\(why)"))
        }
    }

    private mutating func compareAnchor() {
        let anchored: JournalHead
        switch anchor {
        case .head(let head): anchored = head
        case .missing:
            if !links.isEmpty || !unreadable.isEmpty {
                findings.append(JournalFinding(.missing, "anchor", nil, "\(Anchor.name) is missing, but the journal has rows"))
            }
            return
        case .newer(let format): return note("has format \(format), which this version does not know")
        case .unreadable(let why): return note("was edited: \(why)")
        }
        if anchored.rows > head.rows {
            return missing((head.rows + 1)...anchored.rows, ": \(Anchor.name) says that the journal has \(anchored.rows)")
        }
        guard anchored.rows > 0 else { return }
        switch occupied[anchored.rows] {
        case .intact(let link):
            if link.hash != anchored.hash { note("does not match row \(anchored.rows): one of the two was replaced or rewritten") }
        case .edited(let link):
            let hashes = [link?.hash, link?.doubtful.map { $0.digest(at: anchored.rows) }]
            if link != nil, !hashes.contains(anchored.hash) { note("does not match row \(anchored.rows) either") }
        // The row is missing, which is said there.
        case nil: break
        }
    }

    private mutating func note(_ what: String) { findings.append(JournalFinding(.edited, "anchor", nil, "\(Anchor.name) \(what)")) }
}
