" Vim or Neovim with ALE: ~/.vim/ale_linters/json/forge_alloy.vim.
function! s:ProjectRoot(buffer) abort
  for l:name in ['.forge-alloy', '.git']
    let l:found = ale#path#FindNearestDirectory(a:buffer, l:name)
    if !empty(l:found)
      return fnamemodify(l:found, ':h:h')
    endif
  endfor
  return expand('#' . a:buffer . ':p:h')
endfunction

call ale#linter#Define('json', {
\   'name': 'forge_alloy',
\   'lsp': 'stdio',
\   'executable': 'forge-alloy-language-server',
\   'command': '%e --stdio',
\   'language': 'forge-alloy',
\   'project_root': function('s:ProjectRoot'),
\})
