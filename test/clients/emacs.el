;;; Emacs' Eglot against our server; prints what it got as one line of JSON.
;;; emacs -Q --batch -l emacs.el, with ALLOY and SERVER (a JSON list of words) in the environment.
(setq load-prefer-newer t)
;; Debian keeps its packages here, and -Q does not look for them.
(let ((default-directory "/usr/share/emacs/site-lisp/elpa/"))
  (when (file-directory-p default-directory) (normal-top-level-add-subdirs-to-load-path)))
(require 'eglot)
(require 'flymake)
(require 'json)

(define-derived-mode forge-alloy-mode prog-mode "Alloy")
(setq eglot-sync-connect 20 eglot-events-buffer-size 0 eglot-send-changes-idle-time 0.05)
(add-to-list 'eglot-server-programs
             (cons '(forge-alloy-mode :language-id "forge-alloy")
                   (append (json-read-from-string (getenv "SERVER")) nil)))

(defun settled (what wanted)
  (let ((end (+ (float-time) 20)))
    (while (not (funcall wanted))
      (when (> (float-time) end) (error "Waited in vain for %s" what))
      (accept-process-output nil 0.05))))

(defun place (word)
  (goto-char (point-min))
  (search-forward word)
  (goto-char (1+ (match-beginning 0))))

(defun problems () (flymake-start) (length (flymake-diagnostics)))

(condition-case problem
    (let (seen)
      (find-file (getenv "ALLOY"))
      (forge-alloy-mode)
      (apply #'eglot (eglot--guess-contact))
      (settled "the connection" #'eglot-managed-p)
      (flymake-mode 1)
      (settled "a diagnostic" (lambda () (= (problems) 1)))
      (push (cons 'diagnostic (flymake-diagnostic-text (car (flymake-diagnostics)))) seen)
      (place "\"evl\"")
      (push (cons 'completion (vconcat (mapcar #'substring-no-properties
                                               (all-completions "" (nth 2 (eglot-completion-at-point))))))
            seen)
      (let ((server (eglot--current-server-or-lose)))
        (push (cons 'hover (plist-get (plist-get (jsonrpc-request server :textDocument/hover
                                                                  (eglot--TextDocumentPositionParams))
                                                 :contents)
                                      :value))
              seen)
        (eglot--apply-workspace-edit (plist-get (car (eglot-code-actions (point) (1+ (point)))) :edit))
        (eglot--signal-textDocument/didChange)
        (settled "the diagnostic to go" (lambda () (= (problems) 0)))
        (push (cons 'fixed (buffer-string)) seen)
        (place "\"humaneval\"")
        (eglot-rename "mbpp")
        (push (cons 'renamed (buffer-string)) seen)
        (setq tab-width 2 indent-tabs-mode nil)
        (eglot-format-buffer)
        (push (cons 'formatted (buffer-string)) seen)
        (set-buffer-modified-p nil)
        (eglot-shutdown server))
      (princ (concat (json-encode seen) "\n")))
  (error (princ (format "%s\n" (error-message-string problem)))
         (kill-emacs 1)))
