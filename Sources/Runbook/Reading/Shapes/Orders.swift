internal import MarkdownKit

/// What is to be done below a heading that names an alert, and no part: `## Alert: Door open (severity: high)` over numbered orders.
enum Orders {
    /// "Alert: Door open": what stands below is about it.
    static func isAlert(_ title: String) -> Bool {
        ["alert:", "incident:", "alarm:"].contains(where: title.lowercased().hasPrefix)
    }

    static func canHold(_ block: MarkdownBlock) -> Bool {
        switch block.kind {
        case .list, .code: true
        default: false
        }
    }

    /// - Parameter isHinted: words say that it is an alert; else bullets may be there to be read.
    static func areBelow(_ content: [MarkdownBlock], isHinted: Bool) -> Bool {
        content.contains { block in
            switch block.kind {
            case .list(let start):
                let orders = block.children.count { item in
                    item.children.first.map { $0.kind == .paragraph && Passage($0).givesOrder } ?? false
                }
                return start == nil ? isHinted && orders == block.children.count : 2 * orders >= block.children.count && orders > 0
            case .code(let info, _, _, _): return ["bash", "sh", "shell", "console"].contains(FenceInfo(info).language)
            default: return false
            }
        }
    }
}
