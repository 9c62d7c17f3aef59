# pemilu-cover: completion for PowerShell

Register-ArgumentCompleter -Native -CommandName pemilu-cover -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $Env:_PEMILU_COVER_COMPLETE = "complete_powershell"
    $Env:_TYPER_COMPLETE_ARGS = $commandAst.ToString()
    $Env:_TYPER_COMPLETE_WORD_TO_COMPLETE = $wordToComplete
    & $commandAst.GetCommandName() 2>$null | ForEach-Object {
        $value, $text = $_ -Split ":::", 2
        $word = if ($value -match "\s") { "'$value'" } else { $value }
        [System.Management.Automation.CompletionResult]::new($word, $value, "ParameterValue", $text)
    }
    $Env:_PEMILU_COVER_COMPLETE = $null
    $Env:_TYPER_COMPLETE_ARGS = $null
    $Env:_TYPER_COMPLETE_WORD_TO_COMPLETE = $null
}
