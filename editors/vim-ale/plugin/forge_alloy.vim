" Vim or Neovim with ALE: ~/.vim/plugin/forge_alloy.vim. ALE has linters for JSON, which it takes by default; alloys, and
" the files that say how they are checked, get this one.
augroup forge_alloy
  autocmd!
  autocmd BufRead,BufNewFile *.alloy.json,forge-alloy.json,*__forge-alloy.json,*/.forge-alloy/*.json
  \ let b:ale_linters = ['forge_alloy']
augroup END
