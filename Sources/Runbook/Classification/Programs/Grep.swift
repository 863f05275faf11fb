extension ReadingProgram {
    static let grep = ReadingProgram(
        names: ["grep"], reads: "Lines of files and of what another program prints.",
        refuses: "Searching everything below `/`, `/dev`, `/proc` or `/sys`: there are files that give out what they hold only once.",
        accepted: ["grep -c ERROR app.log", "grep -rn timeout /etc/nginx"], refused: ["grep -r x /", "grep x /dev/mem"],
        // Searching everything below / meets files that give out what they hold only once.
        isReading: { !$0.contains(where: SpecialFiles.areBelow) })
}
