internal import MarkdownKit

/// Reads the blocks of a runbook in order and files each under the section and part that is open.
struct CatalogBuilder {
    var runbook = Runbook()
    /// The section being read. A second-level heading opens one that becomes an incident only when a part follows.
    var incident: Incident?
    var incidentHasPart = false
    var incidentLevel = 1
    var part: PartName?
    var steps: StepBuilder?
    var isPostIncident = false
    var ids: Set<String> = []
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

    mutating func read(_ block: MarkdownBlock) {
        noteFences(block, isInside: incident != nil && !isPostIncident)
        hiding.read(block)
        if let opener = hiding.opener, incident != nil, !isPostIncident { return hidden(block, by: opener) }
        defer { look(at: block) }
        switch block.kind {
        case .heading(let level): heading(block, level: level)
        case .paragraph:
            switch label(block) {
            case .part(let name, let rest):
                open(part: name)
                if !rest.isEmpty { note(rest, block.span) }
                if !rest.hasSuffix(":"), !Passage(rest).opensForbidding { steps?.standing = SentencePlace(rest) }
            case .other(let words): close(under: words, block)
            case nil: content(block)
            }
        case .table where part == nil && !isPostIncident: if !TableReader.read(block, into: &runbook) { content(block) }
        default: content(block)
        }
    }

    /// What a block says of the one behind it.
    private mutating func look(at block: MarkdownBlock) {
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
            framing = nil
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
        addSuggestions()
        runbook.findings += runbook.unreadFences()
        return runbook
    }

    // MARK: Headings

    private mutating func heading(_ block: MarkdownBlock, level: Int) {
        let text = block.plainText.trimmedSpaces
        if level >= 3, incident != nil, let name = PartName(label: text) { return open(part: name) }
        let parsed = IncidentHeading(text)
        // A heading inside an incident that names neither a part nor an incident: its text belongs to the incident, and to no part.
        if incident != nil, incidentHasPart, level > incidentLevel, parsed.number == nil, parsed.severityWord == nil {
            return close(under: text, block)
        }
        closeIncident()
        isPostIncident = false
        if level == 1 {
            if runbook.title == nil { runbook.title = text } else { section(parsed, block) }
        } else if ["post-incident", "post incident"].contains(where: text.lowercased().hasPrefix) {
            isPostIncident = true
        } else {
            section(parsed, block)
        }
        incidentLevel = level
    }

    private mutating func section(_ heading: IncidentHeading, _ block: MarkdownBlock) {
        let slug = IncidentHeading.slug(heading.title)
        let isNumbered = heading.number != nil || heading.severityWord != nil
        let short = slug.prefix { $0 != "-" }
        let id = isNumbered || short.isEmpty || ids.contains(String(short)) ? slug : String(short)
        incident = Incident(id: id.isEmpty ? "incident-\(block.span.line)" : id, title: heading.title, span: block.span)
        if id != slug { incident?.aliases = [slug] }
        incident?.number = heading.number
        incident?.severityWord = heading.severityWord
        incident?.severity = heading.severityWord.flatMap(Severity.init(word:))
        // A number or a severity says that this is an incident even when nothing follows.
        incidentHasPart = isNumbered
    }

    private mutating func open(part name: PartName) {
        closePart()
        part = name
        incidentHasPart = true
        if name != .symptoms, name != .rules { steps = StepBuilder(idPrefix: "\(incident?.id ?? "")/\(name.rawValue)") }
    }

    /// A label or heading that names no part closes the one above it: what stands below is kept and not run, until a part begins.
    private mutating func close(under words: String, _ block: MarkdownBlock) {
        closePart()
        if case .forbidden = Framing.of(words) { closing = .prohibition }
        framing = nil
        content(block)
    }

    // MARK: Closing

    mutating func closePart() {
        closing = .context
        if let steps, let part {
            runbook.findings += steps.findings
            let made = steps.steps()
            switch part {
            case .diagnosis: incident?.diagnosis += made
            case .resolution, .recovery: incident?.resolution += made
            case .rollback: incident?.rollback += made
            case .symptoms, .rules: break
            }
            incident?.context += steps.contextNotes(made)
        }
        steps = nil
        part = nil
    }

    private mutating func closeIncident() {
        closePart()
        if let incident, incidentHasPart {
            runbook.incidents.append(incident)
            ids.insert(incident.id)
        }
        incident = nil
        incidentHasPart = false
    }

    /// Suggestions need names that may stand further down, so they are made at the end. So are the words of a step about what is not to
    /// be done beside it.
    private mutating func addSuggestions() {
        let context = RunbookContext(runbook.incidents)
        for index in runbook.incidents.indices {
            StepBuilder.addSuggestions(to: &runbook.incidents[index].diagnosis, context)
            StepBuilder.addSuggestions(to: &runbook.incidents[index].resolution, context)
            StepBuilder.addSuggestions(to: &runbook.incidents[index].rollback, context)
            runbook.incidents[index].context.sort { $0.span.line < $1.span.line }
            runbook.incidents[index].addWarnings()
        }
    }

    /// Remembers every code block, also inside lists and quotes. Depth is bounded by the parser.
    private mutating func noteFences(_ block: MarkdownBlock, isInside: Bool) {
        // A fence inside an indented block is the fence of a box of another tool.
        if case .code(let info, let text, let isFenced, let isClosed) = block.kind, isFenced || text.holds("```") {
            let info = FenceInfo(info)
            runbook.fences.append(
                Fence(
                    language: info.language, isClosed: isClosed, isInIncident: isInside, content: Fence.content(of: info, text),
                    span: block.span))
        }
        for child in block.children { noteFences(child, isInside: isInside) }
    }
}

extension Incident {
    /// Each step says what its author forbids beside it.
    fileprivate mutating func addWarnings() {
        func warn(_ steps: inout [Step]) {
            for note in context where note.kind == .prohibition {
                guard let index = steps.firstIndex(where: { $0.id == note.concerns }) else { continue }
                steps[index].notes.append("The runbook forbids here: \(note.text)")
            }
        }
        warn(&diagnosis)
        warn(&resolution)
        warn(&rollback)
    }
}
