internal import MarkdownKit

/// Reads the blocks of a runbook in order and files each under the incident and part that is open.
struct CatalogBuilder {
    var runbook = Runbook()
    let outline: Outline
    let front: FrontMatter
    /// What the file is called, where nothing in it says so.
    let name: String
    var incident: Incident?
    /// Where the heading of that incident stands among the blocks; and, of one that was closed before, its place in the catalog.
    private var owner: Int?
    private var slots: [Int: Int] = [:]
    var incidentLevel = 0
    var part: PartName?
    /// The level of the heading that opened the part; of a label, that of its incident.
    private var partLevel = 0
    var steps: StepBuilder?
    /// The same while something is read that is no step: a part goes on behind it only with its next number.
    private var suspended: (part: PartName, steps: StepBuilder, level: Int)?
    var isPostIncident = false
    /// The level of a heading outside of incidents that says that what stands below is no more, or an example: "Obsolete".
    private(set) var setAside: Int?
    /// Sentences below "Symptoms", which count where no list follows.
    var told: [Symptom] = []
    /// What the words right above make of what is read next; nil where no words stand there.
    var framing: Verdict?
    /// Where those words say that it is to be done; nil for here.
    var place: SentencePlace?
    /// What they make of a list, and where: all of the above behind a colon, else only what points at the list.
    var listing: (verdict: Verdict, place: SentencePlace?) = (.meant, nil)
    /// Whether those words are a lead: they end in a colon.
    private var isAnnounced = false
    /// What the label or heading that closed the last part makes of everything below it.
    var closing = ContextNote.Kind.context
    private var hiding = HidingMarkup()

    init(_ outline: Outline, _ front: FrontMatter, name: String) {
        (self.outline, self.front, self.name) = (outline, front, name)
        guard outline.isFileIncident else { return }
        begin(-1, HeadingText(front.title ?? name), SourceSpan(line: 1, column: 1, endLine: 1), level: 0)
        if outline.isFilePart { open(part: .resolution, level: 0) }
    }

    mutating func read(_ block: MarkdownBlock, at index: Int) {
        noteFences(block, isInside: incident != nil && !isPostIncident)
        hiding.read(block)
        if let opener = hiding.opener, incident != nil, !isPostIncident { return hidden(block, by: opener) }
        // Outside of incidents nothing is run, whatever the words say.
        defer { if incident != nil { look(at: block) } }
        switch block.kind {
        case .heading: heading(block, at: index)
        case .paragraph: paragraph(block)
        case .table where part == nil && !isPostIncident:
            if !TableReader.read(block, into: &runbook), !troubles(block, at: index) { content(block) }
        default: content(block)
        }
    }

    mutating func paragraph(_ block: MarkdownBlock) {
        guard incident != nil, !isPostIncident else { return content(block) }
        if let pairs = Metadata.pairs(block) {
            rate(Metadata.severity(pairs))
            return context(block, .context)
        }
        switch PartLabel(block) {
        case .part(let name, let rest): label(name, rest, block)
        case .other(let words, let isAlone):
            let heading = HeadingText(words)
            if isAlone, steps != nil || suspended != nil, StepHeading.isOne(block, heading), enter(block, heading) { return }
            close(under: words, block)
        case nil: content(block)
        }
    }

    /// What a block says of the one behind it.
    mutating func look(at block: MarkdownBlock) {
        switch block.kind {
        // The end of another tool's box says nothing.
        case .paragraph where block.standingText.holds(":::") && block.standingText.trimmedSpaces.allSatisfy({ $0 == ":" }): break
        case .paragraph, .html:
            let lead = Framing.lead(block)
            (framing, place) = (lead.verdict, lead.place)
            if case .paragraph = block.kind { steps?.hear(block) }
            isAnnounced = block.standingText.trimmedSpaces.hasSuffix(":")
            listing = isAnnounced ? lead : Framing.below(block)
        case .quote: look(quote: block.said)
        case .code:
            // "Never run either of these:" speaks of the next block too.
            if case .forbidden? = framing {} else { framing = nil }
            listing = isAnnounced ? (framing ?? .meant, place) : (.meant, nil)
        case .list:
            // "Never run this:" may stand at the end of the last item.
            let last = block.lastLine
            let verdict = last.hasSuffix(":") ? Framing.of(last) : .meant
            framing = verdict.left?.kind == .prohibition ? verdict : nil
            if !isAnnounced { place = nil }
            listing = (.meant, place)
        default: (framing, place, listing) = (nil, nil, (.meant, nil))
        }
    }

    /// A quote speaks of what it points at; otherwise it is an aside, and a prohibition or a place above it still holds.
    private mutating func look(quote: MarkdownBlock) {
        steps?.hear(quote, isAside: true)
        var below = Framing.below(quote)
        let isLead = quote.standingText.trimmedSpaces.hasSuffix(":")
        if isLead { below.place = Framing.lead(quote).place }
        if case .forbidden = below.verdict { framing = below.verdict } else if case .forbidden? = framing {} else { framing = nil }
        place = below.place ?? (isAnnounced ? place : nil)
        isAnnounced = isAnnounced || isLead
        if case .forbidden = below.verdict { listing.verdict = below.verdict }
        listing.place = below.place ?? listing.place
    }

    /// What stands between `<del>` and `</del>` is kept, and that it is not run is said.
    private mutating func hidden(_ block: MarkdownBlock, by opener: String) {
        let text = block.deepText
        if case .html = block.kind { return }
        if case .code = block.kind { runbook.findings.append(.notRun("block", "it stands inside `\(opener)`", block.span)) }
        if !text.isEmpty { note(text, block.span) }
    }

    mutating func finished() -> Runbook {
        closeIncident()
        runbook.title = runbook.title ?? front.title
        runbook.settle(outline.places, slots, front)
        runbook.findings += runbook.unreadFences()
        return runbook
    }

    // MARK: Headings

    private mutating func heading(_ block: MarkdownBlock, at index: Int) {
        guard case .heading(let level) = block.kind, let found = outline.places[index] else { return }
        if level == 1, runbook.title == nil { runbook.title = block.plainText.trimmedSpaces }
        isPostIncident = false
        if let above = setAside, level <= above { setAside = nil }
        if setAside == nil, level > 1, Framing.of(block.plainText) != .meant { setAside = level }
        switch found.role {
        case .title, .outside:
            closeIncident()
            if HeadingText(block.plainText).isRated { runbook.findings.append(.withoutPart(block)) }
        case .incident:
            closeIncident()
            begin(index, HeadingText(block.plainText), block.span, level: level)
            if found.isPart { open(part: .resolution, level: level) }
        case .part(.post):
            if found.incident == nil { closeIncident() } else { closePart() }
            isPostIncident = true
        case .part(let name):
            resume(found.incident)
            open(part: name, level: level)
            steps?.lastOrdinal = HeadingText(block.plainText).ordinal
        case .step:
            resume(found.incident)
            let heading = HeadingText(block.plainText)
            // "3. Check the cables" goes on behind the part "2. Gather logs".
            var words = heading
            words.ordinal = nil
            let isNext =
                level == partLevel && StepHeading.isOne(block, words)
                && (steps ?? suspended?.steps).map { $0.lastOrdinal != nil && $0.isNext(heading.ordinal) } == true
            if level <= partLevel && !isNext || !enter(block, heading, level: level) {
                close(under: block.plainText, block, level: level)
            }
        case .aside:
            if found.incident != nil { resume(found.incident) }
            close(under: block.plainText, block, level: level)
        }
    }

    mutating func begin(_ index: Int, _ heading: HeadingText, _ span: SourceSpan, level: Int) {
        let title = heading.title.isEmpty ? "Incident \(span.line)" : heading.title
        var new = Incident(id: KnownIDs.id(HeadingText.slug(title)), title: title, span: span)
        if new.id.isEmpty { new.id = "incident-\(span.line)" }
        if new.id != HeadingText.slug(title), KnownIDs.isKnown(new.id) { new.aliases = [HeadingText.slug(title)] }
        new.number = heading.number
        new.severityWord = heading.severityWord
        incident = new
        owner = index
        incidentLevel = level
    }

    /// Goes on with an incident that a scenario of its own interrupted.
    private mutating func resume(_ index: Int?) {
        guard owner != index, let index, let slot = slots[index] else { return }
        closeIncident()
        incident = runbook.incidents[slot]
        owner = index
    }

    mutating func open(part name: PartName, level: Int) {
        closePart()
        part = name
        partLevel = level
        guard name.hasSteps, let incident else { return }
        let prefix = "\(incident.id)/\(name.rawValue)"
        let last = incident.steps.last { $0.id.hasPrefix(prefix + ".") }?.number
        steps = StepBuilder(idPrefix: prefix, after: last ?? 0)
    }

    private mutating func label(_ name: PartName, _ rest: MarkdownBlock, _ block: MarkdownBlock) {
        guard name != .aside, name != .post else { return close(under: block.standingText, block, isKnown: name == .aside) }
        open(part: name, level: incidentLevel)
        let words = rest.standingText.trimmedSpaces
        guard !words.isEmpty else { return }
        if Passage(rest).opensForbidding { return note(words, block.span, .prohibition) }
        if name == .symptoms { return symptoms(inline: rest) }
        if name.hasSteps, steps?.add(labelled: rest) == true { return }
        note(words, block.span)
        if !words.hasSuffix(":") { steps?.standing = SentencePlace(words) }
    }

    /// A heading or label that names a step, with what stands below it.
    ///
    /// Behind something that is no step the part goes on with its next number, or with a heading beside or above the one that closed it.
    private mutating func enter(_ block: MarkdownBlock, _ heading: HeadingText, level: Int = Int.max) -> Bool {
        if steps == nil, let kept = suspended, closing == .context, kept.steps.isNext(heading.ordinal) || level <= kept.level {
            (part, steps, suspended) = (kept.part, kept.steps, nil)
        }
        guard steps != nil else {
            // What was read before stays; only nothing more is added to it.
            let told = closing
            closePart()
            closing = told
            return false
        }
        steps?.enter(block, heading, level: level)
        return true
    }

    /// A label or heading that names no part closes the one above it: what stands below is kept and not run, until a part begins.
    private mutating func close(under words: String, _ block: MarkdownBlock, level: Int = 0, isKnown: Bool? = nil) {
        let verdict = Framing.of(words)
        // What is known to be something else ends where the next heading begins; of any other it ends at one beside or above it.
        let isKnown = isKnown ?? (PartNames.entry(words)?.part == .aside)
        let end = isKnown ? Int.max - 1 : level
        let goesOn = verdict == .meant || isKnown && verdict.left?.kind == .context
        if let part, steps != nil, goesOn {
            steps?.leaveHeading()
            if let steps { suspended = (part, steps, end) }
        } else if var kept = suspended, steps == nil, goesOn {
            kept.level = min(kept.level, end)
            suspended = kept
        } else {
            closePart()
        }
        (part, steps) = (nil, nil)
        if case .forbidden = verdict { closing = .prohibition }
        framing = nil
        content(block)
    }

    // MARK: Closing

    mutating func closePart() {
        closing = .context
        if let kept = suspended, steps == nil { (part, steps) = (kept.part, kept.steps) }
        if let last = part, steps != nil {
            steps?.close()
            guard let made = steps else { return }
            runbook.findings += made.findings
            let all = made.steps()
            switch last {
            case .diagnosis: incident?.diagnosis += all
            case .resolution, .recovery, .verification: incident?.resolution += all
            case .rollback: incident?.rollback += all
            case .symptoms, .rules, .aside, .post: break
            }
            incident?.context += made.contextNotes(all)
        }
        if incident?.symptoms.isEmpty == true { for one in told { incident?.add(symptom: one) } }
        (steps, part, suspended, told) = (nil, nil, nil, [])
    }

    mutating func closeIncident() {
        closePart()
        isPostIncident = false
        if let incident, let owner {
            if let slot = slots[owner] {
                runbook.incidents[slot] = incident
            } else {
                slots[owner] = runbook.incidents.count
                runbook.incidents.append(incident)
            }
        }
        (incident, owner) = (nil, nil)
    }

    /// A severity that is written below the heading counts where the heading has none.
    mutating func rate(_ word: String?) { if incident?.severityWord == nil, let word { incident?.severityWord = word } }

    /// Remembers every code block, also inside lists and quotes. Depth is bounded by the parser.
    private mutating func noteFences(_ block: MarkdownBlock, isInside: Bool) {
        // A fence inside an indented block is the fence of a box of another tool.
        if case .code(let info, let text, let isFenced, let isClosed) = block.kind, isFenced || text.holds("```") {
            runbook.fences.append(
                Fence(
                    language: FenceInfo(info).language, isClosed: isClosed, isInIncident: isInside, info: info, text: text, span: block.span
                ))
        }
        for child in block.children { noteFences(child, isInside: isInside) }
    }
}
