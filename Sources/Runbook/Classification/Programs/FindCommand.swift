/// `find …`: read when every word of its expression is known to look. What executes, deletes or writes (`-exec`, `-ok`, `-delete`,
/// `-fprint`, `-fls` and their like) is not in the list.
enum FindCommand {
    static func onlyLooks(_ arguments: [String]) -> Bool {
        arguments.allSatisfy { word in
            guard word.hasPrefix("-") else { return true }
            let digits = word.dropFirst()
            // `-mtime -1`, `-size -5M`: a value.
            if digits.first?.isNumber == true { return digits.allSatisfy { $0.isASCII && ($0.isNumber || $0.isLetter) } }
            return words.contains(word)
        }
    }

    private static let words: Set<String> = [
        "-name", "-iname", "-path", "-ipath", "-type", "-size", "-mtime", "-mmin", "-ctime", "-cmin", "-atime", "-amin", "-newer",
        "-maxdepth",
        "-mindepth", "-user", "-group", "-perm", "-empty", "-print", "-print0", "-ls", "-printf", "-not", "-o", "-or", "-a", "-and",
        "-prune",
        "-xdev", "-mount", "-readable", "-writable", "-executable", "-links", "-inum", "-regex", "-iregex", "-L", "-P", "-H",
    ]
}

extension ReadingProgram {
    static let find = ReadingProgram(
        names: ["find"], reads: "Names, kinds, sizes, times, owners and rights of files.",
        refuses: "`-exec`, `-ok`, `-delete`, `-fprint`, `-fls` and every word that is not listed.",
        accepted: ["find . -name '*.log' -mtime -1", "find /srv -type f -size +100M"],
        refused: ["find . -delete", "find . -exec rm x", "find . -fprint out"], isReading: FindCommand.onlyLooks)
}
